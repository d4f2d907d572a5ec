/** Disables `node:sqlite`: Node's permission model does not cover its files (https://nodejs.org/docs/latest-v24.x/api/permissions.html). */
export const withoutDatabases = '--no-experimental-sqlite';

/** Node's permission model, for use without another sandbox. */
export const permissionModel = ['--permission', withoutDatabases] as const;
