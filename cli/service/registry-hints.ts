import { join } from 'node:path';

/** Where the registry's root, snapshot key, access keys and webhooks lie. */
export const registryFolder = (home: string): string => join(home, 'registry');

/** What to do where there is no registry yet. */
export const setupHint = (home: string): string =>
	`To begin one, run \`troupe manifest init\`, move the folder server/registry that it makes to ${registryFolder(home)}, and start the service again.`;

/** What to do where nobody could have an access token. */
export const accessHint =
	"Make keys with `troupe manifest token keys`, put its access-keys.json into the registry's folder, and start the service again.";
