import { join } from 'node:path';

export const registryFolder = (home: string): string => join(home, 'registry');

export const setupHint = (home: string): string =>
	`To set one up, run \`troupe manifest init\`, move the folder server/registry that it creates to ${registryFolder(home)}, and restart the service.`;

export const accessHint =
	"Create keys with `troupe manifest token keys`, put access-keys.json into the registry's folder, and restart the service.";
