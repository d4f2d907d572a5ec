import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../api/call';
import { type Problem, toProblem } from '../../api/problem';
import { announce } from '../../parts/announcements';
import { Fault } from '../../parts/fault';
import { TextArea } from '../../parts/fields';
import { toast } from '../../parts/toasts';
import { formatTime } from '../../words/format';
import type { WholeTalk } from './talk';
import { talkWords as words } from './talk-words';

/** What was typed and not sent, as long as the page is open: never in the browser's storage. */
const drafts = new Map<string, { text: string; key: string }>();
const newDraft = () => ({ text: '', key: crypto.randomUUID() });

/** Answers by hand. A draft stays until it was sent; sent again after a lost answer, it is one message. */
export function Composer({ talk, reload }: { talk: WholeTalk; reload: () => void }) {
	const [draft, setDraft] = useState(drafts.get(talk.id) ?? newDraft());
	const [isBusy, setBusy] = useState(false);
	const [problem, setProblem] = useState<Problem>();
	const otherAnswer = useOtherAnswer(talk, draft.text !== '');
	const change = (next: { text: string; key: string }) => {
		drafts.set(talk.id, next);
		setDraft(next);
	};
	const { state, closesAt } = talk.reply;
	const send = (event: Event) => {
		event.preventDefault();
		if (draft.text.trim() === '' || isBusy) return;
		setBusy(true);
		setProblem(undefined);
		const sent = draft;
		call<{ waitsForContact: boolean }>(`POST conversations/${encodeURIComponent(talk.id)}/reply`, { body: sent })
			.then(({ waitsForContact }) => {
				// What was typed since stays.
				const now = drafts.get(talk.id)?.text ?? '';
				change({ ...newDraft(), text: now.startsWith(sent.text) ? now.slice(sent.text.length).trimStart() : now });
				announce(words(waitsForContact ? 'sentTemplate' : 'sent'));
				if (waitsForContact) toast({ text: words('sentTemplate') });
				reload();
			})
			.catch((fault: unknown) => setProblem(toProblem(fault)))
			.finally(() => setBusy(false));
	};
	if (state === 'opted-out' || state === 'no-channel' || state === 'closed')
		return <p class="talk-closed">{words(state === 'closed' ? 'windowClosed' : state)}</p>;
	return (
		<form class="talk-composer" onSubmit={send}>
			<TextArea label={words('answer')} value={draft.text} rows={3} onChange={(text) => change({ ...draft, text })} />
			{otherAnswer && (
				<p class="talk-closed" role="status">
					{words('otherAnswer', otherAnswer)}
				</p>
			)}
			{problem && <Fault problem={problem} />}
			<p class="actions">
				<button type="submit" class="button main" disabled={isBusy || draft.text.trim() === ''}>
					{words('send')}
				</button>
				<span class="quiet">
					{talk.mode === 'agent' && words('takesOver')} {state === 'template' && words('template')}
					{closesAt && words('closesAt', formatTime(closesAt))}
				</span>
			</p>
		</form>
	);
}

/** Somebody else answered while this was written: they hear of it before they send a second answer. */
function useOtherAnswer({ messages, id }: WholeTalk, isWriting: boolean): string | undefined {
	const since = useRef<string>(undefined);
	const last = messages.filter(({ author }) => author !== 'contact').at(-1);
	useEffect(() => void (since.current = isWriting ? (since.current ?? last?.at ?? '') : undefined), [isWriting, id]);
	const isOther = isWriting && since.current !== undefined && last !== undefined && last.at > since.current;
	const name = isOther ? (last.writer ?? words(last.author)) : undefined;
	useEffect(() => void (name && announce(words('otherAnswer', name))), [name]);
	return name;
}
