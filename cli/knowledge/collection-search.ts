import { TroupeError } from '../../core/base/errors';
import { findCollection } from '../../core/knowledge/find-collection';
import { searchRemarks } from '../../core/knowledge/search/search-remarks';
import type { SearchMode, SearchRequest, SearchResult } from '../../core/knowledge/search/search-request';
import type { KnowledgeStore } from '../../core/ports';
import { plain, type Terminal } from '../terminal/terminal';

/**
 * The ways in which a collection can be searched.
 * @throws TroupeError INPUT_INVALID where the wanted one is none of them, with the way out; KNOWLEDGE_NOT_FOUND
 */
export async function chooseModes(store: KnowledgeStore, name: string, mode?: SearchMode): Promise<SearchMode[]> {
	const { stamp } = await findCollection(store, name);
	const modes: SearchMode[] = stamp.embedding ? ['lexical', 'dense', 'hybrid'] : ['lexical'];
	if (mode === undefined) return modes;
	if (modes.includes(mode)) return [mode];
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The collection "${name}" has no vectors, and cannot be searched in the mode "${mode}".`,
		fix: `Search it with --mode lexical, or give it vectors: troupe knowledge re-embed --in ${name} --embedder MODEL.`,
		details: { collection: name, mode: mode },
	});
}

/** Of `--fusion`, `--lexical-weight` and `--dense-weight`. */
export interface FusionOptions {
	fusion?: SearchRequest['fusion'];
	lexicalWeight?: number;
	denseWeight?: number;
}

/** What of them a search is asked with. */
export function toFusion({ fusion, lexicalWeight, denseWeight }: FusionOptions): Pick<SearchRequest, 'fusion' | 'weights'> {
	const weighted = lexicalWeight !== undefined || denseWeight !== undefined;
	return { ...(fusion && { fusion }), ...(weighted && { weights: { lexical: lexicalWeight ?? 1, dense: denseWeight ?? 1 } }) };
}

/** Says once of each kind what was done otherwise than it was asked for. */
export class SearchRemarks {
	readonly #said = new Set<string>();

	constructor(private readonly terminal: Terminal) {}

	print(result: SearchResult): void {
		for (const { kind, text } of searchRemarks(result)) this.#once(kind, text);
	}

	#once(kind: string, text: string): void {
		if (!this.#said.has(kind)) this.terminal.note(plain(`warning: ${text}`));
		this.#said.add(kind);
	}
}
