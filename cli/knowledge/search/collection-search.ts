import { TroupeError } from '../../../core/base/errors';
import { searchRemarks } from '../../../core/knowledge/search/search-remarks';
import type { SearchRequest, SearchResult } from '../../../core/knowledge/search/search-request';
import type { Collection } from '../../../core/ports/knowledge/knowledge-store';
import { searchModes, type SearchMode } from '../../../core/ports/knowledge/search-facts';
import { printable, type Terminal } from '../../terminal/terminal';

/** @throws TroupeError INPUT_INVALID when the collection does not support the mode */
export function chooseModes({ name, stamp }: Pick<Collection, 'name' | 'stamp'>, mode?: SearchMode): SearchMode[] {
	const modes: SearchMode[] = stamp.embedding ? [...searchModes] : ['lexical'];
	if (mode === undefined) return modes;
	if (modes.includes(mode)) return [mode];
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The collection "${name}" has no vectors, so it cannot be searched in the mode "${mode}".`,
		fix: `Use --mode lexical, or add vectors: troupe knowledge re-embed --in ${name} --embedder MODEL.`,
		details: { collection: name, mode: mode },
	});
}

export interface FusionOptions {
	fusion?: SearchRequest['fusion'];
	lexicalWeight?: number;
	denseWeight?: number;
}

export function toFusion({ fusion, lexicalWeight, denseWeight }: FusionOptions): Pick<SearchRequest, 'fusion' | 'weights'> {
	const weighted = lexicalWeight !== undefined || denseWeight !== undefined;
	return { ...(fusion && { fusion }), ...(weighted && { weights: { lexical: lexicalWeight ?? 1, dense: denseWeight ?? 1 } }) };
}

/** Warns once of each kind when a search differs from its request. */
export class SearchRemarks {
	readonly #said = new Set<string>();

	constructor(private readonly terminal: Terminal) {}

	print(result: SearchResult): void {
		for (const { kind, text } of searchRemarks(result)) this.#once(kind, text);
	}

	/** The operator sees what others do not. */
	tellOperator({ hits }: SearchResult): void {
		const isRestricted = hits.some(({ metadata }) => metadata.readers !== undefined);
		if (isRestricted)
			this.#once('operator', 'some passages are of documents with readers: you see all of them; --as NAME asks as somebody else');
	}

	#once(kind: string, text: string): void {
		if (!this.#said.has(kind)) this.terminal.note(printable(`warning: ${text}`));
		this.#said.add(kind);
	}
}
