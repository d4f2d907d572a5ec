import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { maxOfflineSeconds } from '../../documents/documents';
import type { DetachedFileList } from '../../documents/package-manifest';
import { open, string, texts } from './answer-fields';
import { fileList, list, longToken, rootTokens, tenant, token } from './fields';
import { manifestSummary } from './lifecycle';

export const edition = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 });
const rootEdition = closed({
	version: edition,
	tokens: rootTokens,
});
export type RootEdition = Static<typeof rootEdition>;

export interface SnapshotAnswer {
	token: string;
	/** Strong, RFC 9110: changes with each edition. */
	etag: string;
}

export const manifestAnswer = Type.Object({
	...manifestSummary.properties,
	token: string,
	manifest: open(),
	checksum: Type.String({ pattern: '^sha256:[0-9a-f]{64}$' }),
	/** The token's third part, base64url. */
	signature: string,
	signature_key_id: string,
	approvalTokens: texts,
	...optional({
		/** Signed documents that approvals name by hash. Older registries leave it out. */
		evidenceTokens: texts,
		fileList: open<DetachedFileList>(),
	}),
});
/** The other fields serve consumers of other registries. Only the token is trusted. */
export type ManifestAnswer = Static<typeof manifestAnswer>;

export const bundleRequest = closed({
	validForSeconds: Type.Integer({ minimum: 1, maximum: maxOfflineSeconds }),
});
/** Without a time: the current snapshot, which lasts for minutes. */
export type BundleRequest = Partial<Static<typeof bundleRequest>>;

export const bundle = closed({
	version: Type.Literal(1),
	tenant,
	roots: list(rootEdition, 1_000),
	snapshot: longToken,
	manifests: list(token, 20_000),
	approvals: list(token, 100_000),
	fileLists: list(fileList, 20_000),
});
export type Bundle = Static<typeof bundle>;
