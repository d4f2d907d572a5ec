import { signal } from '@preact/signals';
import { toProblem } from '../api/problem';
import { defineWords } from '../words/words';

interface Toast {
	text: string;
	kind?: 'good' | 'bad';
	undo?: () => void;
}

/** Long enough to read it, reach the button and decide. */
const shownMs = 12_000;
const shown = signal<Array<Toast & { id: number }>>([]);
let last = 0;

export function toast(one: Toast): void {
	last += 1;
	const id = last;
	shown.value = [...shown.value.slice(-3), { ...one, id }];
	if (one.kind !== 'bad') setTimeout(() => close(id), shownMs);
}

export const toastFault = (fault: unknown): void => toast({ text: toProblem(fault).message, kind: 'bad' });

const close = (id: number) => void (shown.value = shown.value.filter((one) => one.id !== id));

export const Toasts = () => (
	<div class="toasts" role="status" aria-live="polite">
		{shown.value.map(({ id, text, kind, undo }) => (
			<p key={id} class={`toast ${kind ?? ''}`}>
				<span>{text}</span>
				{undo && (
					<button
						type="button"
						class="button plain"
						onClick={() => {
							close(id);
							undo();
						}}
					>
						{words('undo')}
					</button>
				)}
				<button type="button" class="button plain" onClick={() => close(id)}>
					{words('close')}
				</button>
			</p>
		))}
	</div>
);

const words = defineWords({ undo: 'Undo', close: 'Close' }, { undo: 'Desfazer', close: 'Fechar' });
