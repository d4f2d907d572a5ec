/** Switches `node:sqlite` off, whose files Node's permission model does not cover (https://nodejs.org/docs/latest-v24.x/api/permissions.html). */
export const withoutDatabases = '--no-experimental-sqlite';

/** Node's permission model where nothing else is around it. */
export const permissionModel = ['--permission', withoutDatabases] as const;
