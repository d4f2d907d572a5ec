import { TroupeError } from '../../../core/base/errors';
import { isLocalEmbedder } from '../../../providers/compose/knowledge/embedders';
import { isLocalReranker } from '../../../providers/compose/knowledge/rerankers';
import type { KnowledgePlace } from './who-asks';

const isLocal = { embedder: isLocalEmbedder, reranker: isLocalReranker, model: () => true };

/**
 * Refuses an HTTP caller's local model outside the operator's list: it would reveal the machine's folders, and fetch any model of a hub. @throws
 * TroupeError INPUT_INVALID
 */
export function refuseLocalModel(
	{ grant, embeddingModel, allowedModels }: KnowledgePlace,
	field: keyof typeof isLocal,
	name: string | undefined,
): void {
	if (grant === undefined || allowedModels !== undefined || name === undefined || !isLocal[field](name)) return;
	if (name === 'local' || name.replace(/^local[:/]/, '') === embeddingModel) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field "${field}" names a local model, and the service has no list of those that callers may use.`,
		fix: `Leave "${field}" out, or name a model of a provider. Otherwise ask the operator to let callers use local models. TROUPE_LOCAL_MODELS lists them.`,
		forCaller: true,
	});
}
