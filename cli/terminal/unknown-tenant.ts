import { printable } from './terminal';

/** Warns about an unknown tenant. Not an error: every name is a tenant. */
export const unknownTenant = (tenant: string): string =>
	printable(
		`warning: nothing is known of a tenant ${tenant}: it has no rules and no data here. Check the name; \`troupe tenant list\` has those with rules.`,
	);
