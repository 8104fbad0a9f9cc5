--
-- PostgreSQL database dump
--

SET client_encoding = 'UTF8';

COPY public.guests (id, family_name, note) FROM stdin;
1	Roe	MEADOW-\tTAB
2	MEADOW-COPIED	\N
\.

INSERT INTO public.paths VALUES ('C:\MEADOW\', 'next');
ALTER TABLE public.guests OWNER TO "MEADOW-BEHIND";
