import { beginBeforeMask, endAfterMask } from '../../../core/base/text/cut-for-mask';
import type { RunContent } from '../../../core/ports/runs/run-content';
import type { Grant } from '../../../manifests/registry/access/access-claims';
import type { Host } from '../../../providers/compose/hosts/host';
import { readRunContent } from '../../../providers/compose/state/host-tenants';
import { hideText } from '../../../providers/compose/state/run-recorder';
import type { OperationHost } from '../operation';

export type ReadingHost = OperationHost & Pick<Host, 'published'> & { grant?: Grant };

export interface TextReader {
	/** `full` needs the tenant's rule, and the scope conversation:manage. */
	content: RunContent;
	showsNames: boolean;
	read(text: string): Promise<string>;
	readNote(text: string): Promise<string>;
}

const maxLength = 4_000;

/** Shows texts as the tenant keeps those of runs: none, masked, or in full. */
export async function openTexts(host: ReadingHost): Promise<TextReader> {
	const showsNames = host.grant === undefined || host.grant.scopes.has('conversation:manage');
	const kept = await readRunContent(host);
	const content = kept === 'full' && !showsNames ? 'masked' : kept;
	const mask = async (text: string) => {
		const read = beginBeforeMask(text, maxLength);
		return endAfterMask(await hideText(read), read !== text);
	};
	const readNote = async (text: string) => (content === 'full' ? text : mask(text));
	return { content, showsNames, readNote, read: async (text) => (content === 'none' || text === '' ? '' : readNote(text)) };
}
