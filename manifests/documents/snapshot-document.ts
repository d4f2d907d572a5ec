import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../core/base/shape';
import { claims, decision, keyId, kind, list, packageName, revision, semanticVersion, sha256, text } from './document-fields';
import { stalePolicies } from './document-words';

const percent = (minimum: number) => Type.Integer({ minimum, maximum: 100 });
const state = Type.Enum(['approved', 'deprecated', 'revoked']);
export type ManifestState = Static<typeof state>;

const entry = closed({
	/** SHA-256 of the manifest token, hex. */
	sha256,
	/** Absent means `package`. */
	kind: Type.Optional(kind),
	/** The package's name, the id of the agent, the policy, the template or the evaluation set, or the prompt's name. */
	package: packageName,
	version: semanticVersion,
	state,
	...optional({
		/** Increases with each change of this entry; absent means 1. A newer snapshot with a lower revision is refused. */
		revision,
		/** The version to use instead of a deprecated one. */
		successor: semanticVersion,
		/** Reason of the deprecation or revocation. Information for people. */
		reason: text(500),
		/** `manifest`: only this manifest of the version was revoked. Absent: the whole version was revoked, whatever is signed under its number later. */
		scope: Type.Literal('manifest'),
	}),
});
export type SnapshotEntry = Static<typeof entry>;

const rollout = closed({
	id: keyId,
	kind,
	package: packageName,
	from: semanticVersion,
	to: semanticVersion,
	percent: percent(0),
	state: Type.Enum(['running', 'paused', 'completed', 'aborted']),
});
/** Gives `to` to the instances whose bucket is at or below `percent`, and `from` to the others. */
export type SnapshotRollout = Static<typeof rollout>;

const policy = closed(
	optional({
		/** Third-party packages that no manifest names. Default: allow, with a warning. */
		unknownPackages: decision,
		/** Agents that no manifest names, whatever the packages say. */
		unlistedAgents: decision,
		/** The most lenient rule for an expired snapshot that a machine may choose. Default: audit. */
		stalePolicy: Type.Enum([...stalePolicies]),
	}),
);
export type SnapshotPolicy = Static<typeof policy>;

/** `requestedBy`: the person who requested it from the registry, such as `ada@example.com`. */
const offline = closed({ requestedBy: text(200) });
export type OfflineUse = Static<typeof offline>;

export const snapshotDocument = closed({
	...claims,
	/** The reader checks which tenant it is for: see verifyToken. */
	aud: Type.String({ pattern: '^troupe(:[a-z0-9][a-z0-9-]{0,62})?$' }),
	manifests: list(entry, 20_000),
	...optional({
		rollouts: list(rollout, 1_000),
		policy,
		/** Seconds after `exp` during which it is still used when no newer snapshot is available. Default 0, max 30 days. */
		graceSeconds: Type.Integer({ minimum: 0, maximum: 30 * 86_400 }),
		/** Issued for a site without a network. It counts only in a pinned folder on a machine that follows no registry. */
		offline,
	}),
});
/** Lists the manifests that are valid today, for one tenant. A snapshot can withhold a manifest, but it can never approve one. */
export type SnapshotDocument = Static<typeof snapshotDocument>;
