import semver from 'semver';

/**
 * The first versions whose permission model suffices for L0 and L0+. In older ones, code resolves any path (`fs.realpath.native`), and changes mode,
 * owner and times through a handle despite the model. The probes decide; this explains them.
 */
const firstVersions = ['22.22.2', '24.14.1', '25.8.2'] as const;

/** Also in `engines` of package.json, so that npm warns about others. */
export const usableNodes = `^${firstVersions[0]} || ^${firstVersions[1]} || >=${firstVersions[2]}`;

export const keepsItsPermissions = (version: string): boolean => semver.satisfies(version, usableNodes);

export const newerNode = `Run Troupe with Node ${firstVersions[1]} or newer (of the line 22: ${firstVersions[0]}, of 25: ${firstVersions[2]}), then run troupe sandbox check.`;
