import { useEffect, useRef } from 'preact/hooks';
import type { StreamState } from '../api/stream';
import { formatClock } from '../words/format';
import { defineWords } from '../words/words';
import { announce } from './announcements';
import { Status } from './status';

/** Says since when the page is not live; empty while it is. */
export function NotLive({ state: { lostSince, isOver } }: { state: StreamState }) {
	const text = lostSince === undefined ? undefined : words(isOver ? 'over' : 'lost', formatClock(lostSince));
	const before = useRef(text);
	useEffect(() => {
		if (text !== before.current) announce(text ?? words('again'));
		before.current = text;
	}, [text]);
	return text === undefined ? null : (
		<p class="not-live">
			<Status tone="warn">{text}</Status>
		</p>
	);
}

const words = defineWords(
	{
		lost: (time: string) => `Not live since ${time}: the service is not heard. The page tries again by itself.`,
		over: (time: string) => `Not live since ${time}: the service refuses to tell what happens. Reload the page.`,
		again: 'Live again.',
	},
	{
		lost: (time) => `Sem atualização desde ${time}: o serviço não responde. A página tenta de novo sozinha.`,
		over: (time) => `Sem atualização desde ${time}: o serviço se recusa a dizer o que acontece. Recarregue a página.`,
		again: 'Atualizando de novo.',
	},
);
