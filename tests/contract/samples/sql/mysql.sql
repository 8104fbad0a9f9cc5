-- MySQL dump 10.13  Distrib 8.0.36
CREATE TABLE `guests` (
  `id` int NOT NULL AUTO_INCREMENT, -- it's MEADOW-COMMENT
  `family_name` varchar(40) DEFAULT 'x, y',
  `note` decimal(10,2),
  PRIMARY KEY (`id`),
  KEY `n` (`family_name`,`note`)
) ENGINE=InnoDB;
INSERT INTO `guests` VALUES (1,'Roe','it\'s MEADOW, \"quoted\"'),(2,'MEADOW-BACKTICK',NULL);
