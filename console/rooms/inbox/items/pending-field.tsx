import { useId } from 'preact/hooks';
import { TextArea } from '../../../parts/fields';
import { actWords as words } from '../act-words';

/** A pending decision, as `GET approvals/RUN` shows it. */
export interface Pending {
	id: string;
	kind: 'approval' | 'question';
	/** For an approval: the call with all arguments, and further facts. */
	question: string;
	choices?: string[];
	tool?: string;
	agent?: string;
	approver?: string;
	viewSha256?: string;
}

export interface Choice {
	approved?: boolean;
	comment?: string;
	answer?: string;
}

export const isComplete = ({ kind }: Pending, choice: Choice | undefined): boolean =>
	kind === 'question' ? Boolean(choice?.answer?.trim()) : choice?.approved !== undefined;

export const toDecision = ({ id, kind, viewSha256 }: Pending, { approved, comment, answer }: Choice) =>
	kind === 'question' ? { id, answer } : { id, approved, viewSha256, ...(comment?.trim() && { comment: comment.trim() }) };

interface PendingFieldProps {
	pending: Pending;
	hasButtons: boolean;
	choice: Choice;
	onChange: (choice: Choice) => void;
}

export function PendingField({ pending, hasButtons, choice, onChange }: PendingFieldProps) {
	const { kind, question, choices, tool, approver, viewSha256 } = pending;
	const name = useId();
	return (
		<fieldset class="pending">
			<legend>{kind === 'approval' ? `${words('tool')}: ${tool ?? ''}` : words('answer')}</legend>
			{approver !== undefined && (
				<p class="quiet">
					{words('approver')}: <bdi>{approver}</bdi>
				</p>
			)}
			<pre dir="auto" aria-label={kind === 'approval' ? words('view') : undefined}>
				{question}
			</pre>
			{viewSha256 !== undefined && (
				<p class="quiet">
					{words('viewHash')}: <code>{viewSha256}</code>
				</p>
			)}
			{kind === 'question' && choices?.length ? (
				<Options
					name={name}
					options={choices.map((value) => [value, value])}
					value={choice.answer}
					onChange={(answer) => onChange({ ...choice, answer })}
				/>
			) : kind === 'question' ? (
				<TextArea label={words('answer')} value={choice.answer ?? ''} onChange={(answer) => onChange({ ...choice, answer })} />
			) : (
				<>
					{!hasButtons && (
						<Options
							name={name}
							options={[
								['yes', words('approveIt')],
								['no', words('declineIt')],
							]}
							value={choice.approved === undefined ? undefined : choice.approved ? 'yes' : 'no'}
							onChange={(value) => onChange({ ...choice, approved: value === 'yes' })}
						/>
					)}
					<TextArea
						label={words('comment')}
						rows={2}
						value={choice.comment ?? ''}
						onChange={(comment) => onChange({ ...choice, comment })}
					/>
				</>
			)}
		</fieldset>
	);
}

interface OptionsProps {
	name: string;
	options: Array<[value: string, text: string]>;
	value: string | undefined;
	onChange: (value: string) => void;
}

const Options = ({ name, options, value, onChange }: OptionsProps) => (
	<p class="options">
		{options.map(([one, text]) => (
			<label key={one}>
				<input type="radio" name={name} checked={value === one} onChange={() => onChange(one)} /> <bdi>{text}</bdi>
			</label>
		))}
	</p>
);
