import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Problem, toProblem } from '../api/problem';
import { defineWords } from '../words/words';
import { Fault } from './fault';
import { TextArea } from './fields';

interface DialogProps {
	title: string;
	children: ComponentChildren;
	action: string;
	isDangerous?: boolean;
	/** Not possible yet; the children say why. */
	isBlocked?: boolean;
	/** A fault is shown in the dialog, and no typed text is lost. */
	perform: () => Promise<unknown>;
	close: () => void;
}

export function Dialog({ title, children, action, isDangerous, isBlocked = false, perform, close }: DialogProps) {
	const dialog = useRef<HTMLDialogElement>(null);
	const id = useId();
	const [problem, setProblem] = useState<Problem>();
	const [isBusy, setBusy] = useState(false);
	useEffect(() => dialog.current?.showModal(), []);
	const send = (event: Event) => {
		event.preventDefault();
		setBusy(true);
		setProblem(undefined);
		perform()
			.then(close)
			.catch((fault: unknown) => {
				setProblem(toProblem(fault));
				setBusy(false);
			});
	};
	return (
		<dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={close}>
			<form onSubmit={send}>
				<h2 id={id}>{title}</h2>
				{children}
				{problem && <Fault problem={problem} />}
				<p class="actions">
					<button type="submit" class={`button ${isDangerous ? 'danger' : 'main'}`} disabled={isBusy || isBlocked}>
						{action}
					</button>
					<button type="button" class="button" onClick={close}>
						{words('cancel')}
					</button>
				</p>
			</form>
		</dialog>
	);
}

interface ReasonDialogProps extends Omit<DialogProps, 'children' | 'perform'> {
	children?: ComponentChildren;
	isOptional?: boolean;
	perform: (reason: string) => Promise<unknown>;
}

export function ReasonDialog({ children, isOptional = false, perform, ...rest }: ReasonDialogProps) {
	const [reason, setReason] = useState('');
	return (
		<Dialog {...rest} perform={() => perform(reason.trim())}>
			{children}
			<TextArea label={words(isOptional ? 'reasonIfAny' : 'reason')} value={reason} required={!isOptional} onChange={setReason} />
		</Dialog>
	);
}

const words = defineWords(
	{ cancel: 'Cancel', reason: 'Reason', reasonIfAny: 'Reason (optional)' },
	{ cancel: 'Cancelar', reason: 'Motivo', reasonIfAny: 'Motivo (opcional)' },
);
