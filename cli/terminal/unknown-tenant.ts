import { printable } from './terminal';

/** Tells whoever asked about a tenant of which nothing is known; every name is a tenant, so it is not an error. */
export const unknownTenant = (tenant: string): string =>
	printable(
		`warning: nothing is known of a tenant ${tenant}: it has no rules and no data here. Check the name; \`troupe tenant list\` has those with rules.`,
	);
