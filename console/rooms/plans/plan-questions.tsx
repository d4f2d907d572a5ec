import { useState } from 'preact/hooks';
import { TextField } from '../../parts/fields';
import type { Plan } from './plan';
import { plansWords as words } from './plans-words';
import type { PlanActs } from './use-plan';

/** Questions of the planner, at most two at a time, each with its assumption without an answer. */
export function PlanQuestions({ plan: { questions }, acts }: { plan: Plan; acts: PlanActs }) {
	const [answers, setAnswers] = useState<Record<string, string>>({});
	if (questions.length === 0) return null;
	const answer = (given: Record<string, string>) => {
		const all = questions.map(({ id, default: supposed }) => [id, given[id]?.trim() || supposed]);
		void acts.act('ask', { answers: Object.fromEntries(all) as Record<string, string> });
	};
	const send = (event: Event) => {
		event.preventDefault();
		answer(answers);
	};
	return (
		<section class="card" aria-labelledby="questions">
			<h2 id="questions">{words('questions')}</h2>
			<form autocomplete="off" onSubmit={send}>
				{questions.map(({ id, text, choices, default: supposed, why }) => (
					<TextField
						key={id}
						label={text}
						value={answers[id] ?? ''}
						suggestions={choices}
						help={[why, words('useDefault', supposed)].filter(Boolean).join(' ')}
						onChange={(value) => setAnswers({ ...answers, [id]: value })}
					/>
				))}
				<p class="actions">
					<button type="submit" class="button main" disabled={acts.busy !== undefined}>
						{words('answer')}
					</button>
					<button type="button" class="button" disabled={acts.busy !== undefined} onClick={() => answer({})}>
						{words('suppose')}
					</button>
				</p>
			</form>
		</section>
	);
}
