/*
 * rules_cli - `outmark-scanner rules check|list|show|lint|bench [DIR]`.
 */
#ifndef OUTMARK_SCANNER_MATCH_RULES_CLI_H
#define OUTMARK_SCANNER_MATCH_RULES_CLI_H

/*
 * Run the command; argv[0] is "rules", argv[1] the subcommand.  Gives the exit
 * status: 0 good, 1 a rule failed, 2 it could not be done.
 */
int rules_main(int argc, char **argv);

#endif
