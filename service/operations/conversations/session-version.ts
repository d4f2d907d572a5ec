import { isTroupeError } from '../../../core/base/errors';
import type { ListedConversation } from '../../../core/ports/channels/conversations';
import { readAgentName } from '../../../providers/compose/agents/published';
import { warnOnce } from '../../../providers/compose/warn-once';
import type { ReadingHost } from './read-texts';

/** The published version that now answers a contact. An unreadable registry does not hide the conversation. */
export async function findSessionVersion(
	{ sessionAgent, contact }: Pick<ListedConversation, 'sessionAgent' | 'contact'>,
	{ published }: Pick<ReadingHost, 'published'>,
): Promise<string | null> {
	if (sessionAgent === null || !published?.versionFor) return null;
	const { id, range } = readAgentName(sessionAgent);
	try {
		return (await published.versionFor('agent', id, range, contact)) ?? null;
	} catch (fault) {
		if (!isTroupeError(fault)) throw fault;
		warnOnce(fault.code, 'The versions that contacts have cannot be read:', fault);
		return null;
	}
}
