import type { NoteTarget } from '../../ports/crm';
import type { RecordedStep } from '../lead';
import type { LeadNote } from '../lead-notes';
import { findOrCreate } from './find-or-create';
import { type LeadParts, type LeadProgress, withTiming } from './lead-parts';

export async function addNote(
	on: NoteTarget,
	{ text, mark }: LeadNote,
	parts: Pick<LeadParts, 'crm' | 'now' | 'pause'> & { progress: Pick<LeadProgress, 'intent'> },
	signal: AbortSignal,
): Promise<Omit<RecordedStep, 'changed'>> {
	const { notes } = parts.crm;
	const find = async () => {
		const id = await notes.find(on, mark, signal);
		return id === undefined ? undefined : { id };
	};
	const creation = { what: 'the note', find, create: () => notes.create(on, text, signal), intent: parts.progress.intent(mark) };
	const { id, isNew } = await findOrCreate(withTiming(creation, parts));
	return { id, isNew };
}
