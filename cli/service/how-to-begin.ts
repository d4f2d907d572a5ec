import { join } from 'node:path';

/** Where the registry's root, snapshot key and webhooks lie. */
export const registryFolder = (home: string): string => join(home, 'registry');

/** What to do where there is no registry yet. */
export const howToBegin = (home: string): string =>
	`To begin one, put root.jwt and snapshot.pem of \`troupe manifest keys create\` into ${registryFolder(home)} and start the service again.`;

/** What to do where nobody could have an access token. */
export const howToLetIn =
	'Make keys with `troupe manifest token keys`, set TROUPE_ACCESS_KEYS to its access-keys.json, and start the service again.';
