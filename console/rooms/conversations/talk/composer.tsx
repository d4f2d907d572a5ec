import { useEffect, useRef } from 'preact/hooks';
import { call } from '../../../api/call';
import { toProblem } from '../../../api/problem';
import { announce } from '../../../parts/announcements';
import { Fault } from '../../../parts/fault';
import { TextArea } from '../../../parts/fields';
import { toast } from '../../../parts/toasts';
import { formatTime } from '../../../words/format';
import { beginSend, changeDraft, endSend, failSend, readDraft } from '../settings/drafts';
import type { WholeTalk } from './talk';
import { talkWords as words } from './talk-words';

/** Answers by hand. A draft stays until it is sent; a retry after a lost answer is the same message. */
export function Composer({ talk, reload }: { talk: WholeTalk; reload: () => void }) {
	const { text, isBusy = false, problem } = readDraft(talk.id);
	const otherAnswer = useOtherAnswer(talk, text !== '');
	const { state, closesAt } = talk.reply;
	const send = (event: Event) => {
		event.preventDefault();
		if (text.trim() === '' || isBusy) return;
		const sent = beginSend(talk.id);
		call<{ waitsForContact: boolean }>(`POST conversations/${encodeURIComponent(talk.id)}/reply`, { body: sent })
			.then(({ waitsForContact }) => {
				endSend(talk.id, sent);
				announce(words(waitsForContact ? 'sentTemplate' : 'sent'));
				if (waitsForContact) toast({ text: words('sentTemplate') });
				reload();
			})
			.catch((fault: unknown) => failSend(talk.id, sent, toProblem(fault)));
	};
	if (state === 'opted-out' || state === 'no-channel' || state === 'closed')
		return <p class="talk-closed">{words(state === 'closed' ? 'windowClosed' : state)}</p>;
	return (
		<form class="talk-composer" autocomplete="off" onSubmit={send}>
			<TextArea label={words('answer')} value={text} rows={3} onChange={(next) => changeDraft(talk.id, { text: next })} />
			{otherAnswer && (
				<p class="talk-closed" role="status">
					{words('otherAnswer', otherAnswer)}
				</p>
			)}
			{problem && <Fault problem={problem} />}
			<p class="actions">
				<button type="submit" class="button main" disabled={isBusy || text.trim() === ''}>
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

/** Warns of another person's answer before a second one is sent. */
function useOtherAnswer({ messages, id }: WholeTalk, isWriting: boolean): string | undefined {
	const since = useRef<string>(undefined);
	const last = messages.filter(({ author }) => author !== 'contact').at(-1);
	useEffect(() => void (since.current = isWriting ? (since.current ?? last?.at ?? '') : undefined), [isWriting, id]);
	const isOther = isWriting && since.current !== undefined && last !== undefined && last.at > since.current;
	const name = isOther ? (last.writer ?? words(last.author)) : undefined;
	useEffect(() => void (name && announce(words('otherAnswer', name))), [name]);
	return name;
}
