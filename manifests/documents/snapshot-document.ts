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
	/** Name of the package or prompt, or id of the agent, policy, template or evaluation set. */
	package: packageName,
	version: semanticVersion,
	state,
	...optional({
		/** Increases with each change; absent means 1. A newer snapshot with a lower revision is refused. */
		revision,
		successor: semanticVersion,
		/** For people only. */
		reason: text(500),
		/** `manifest`: only this manifest was revoked. Absent: the whole version, including later manifests. */
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
/** `to` applies to instances whose bucket is at or below `percent`, `from` to the others. */
export type SnapshotRollout = Static<typeof rollout>;

const policy = closed(
	optional({
		/** Third-party packages without a manifest. Default: allow, with a warning. */
		unknownPackages: decision,
		unlistedAgents: decision,
		/** Most lenient rule that a machine may choose for an expired snapshot. Default: audit. */
		stalePolicy: Type.Enum([...stalePolicies]),
	}),
);

/** `requestedBy`: the requester, such as `ada@example.com`. */
const offline = closed({ requestedBy: text(200) });
export type OfflineUse = Static<typeof offline>;

export const snapshotDocument = closed({
	...claims,
	/** verifyToken checks the tenant. */
	aud: Type.String({ pattern: '^troupe(:[a-z0-9][a-z0-9-]{0,62})?$' }),
	manifests: list(entry, 20_000),
	...optional({
		rollouts: list(rollout, 1_000),
		policy,
		/** Seconds of use after `exp` without a newer snapshot. Default 0, max 30 days. */
		graceSeconds: Type.Integer({ minimum: 0, maximum: 30 * 86_400 }),
		/** For a site without a network. Counts only in a pinned folder on a machine without a registry. */
		offline,
	}),
});
/** Lists the manifests valid now for one tenant. A snapshot can withhold a manifest, but never approve one. */
export type SnapshotDocument = Static<typeof snapshotDocument>;
