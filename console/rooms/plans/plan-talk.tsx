import { useState } from 'preact/hooks';
import { Fault } from '../../parts/fault';
import { TextArea } from '../../parts/fields';
import { Time } from '../../parts/time';
import type { Plan } from './plan';
import { plansWords as words } from './plans-words';
import type { PlanActs } from './use-plan';

interface Props {
	plan: Plan;
	acts: PlanActs;
	mayChange: boolean;
}

export const PlanTalk = ({ plan, acts, mayChange }: Props) => (
	<section class="card" aria-labelledby="conversation">
		<h2 id="conversation">{words('conversation')}</h2>
		<ol class="talk-log">
			{plan.conversation.map(({ from, text, at }, index) => (
				<li key={index} class={`talk-item ${from === 'planner' ? 'ours' : ''}`}>
					<p class="quiet">
						{words(from)} · <Time at={at} />
					</p>
					<p class="plan-text">{text}</p>
				</li>
			))}
		</ol>
		{mayChange && <Say label={words('say')} help={words('sayHelp')} act="ask" button={words('send')} acts={acts} />}
		{mayChange && plan.tree && <Say label={words('change')} help={words('changeHelp')} act="change" button={words('change')} acts={acts} />}
	</section>
);

interface SayProps {
	label: string;
	help: string;
	act: 'ask' | 'change';
	button: string;
	acts: PlanActs;
}

function Say({ label, help, act, button, acts }: SayProps) {
	const [text, setText] = useState('');
	const send = (event: Event) => {
		event.preventDefault();
		void acts.act(act, { text }).then((isTaken) => isTaken && setText(''));
	};
	return (
		<form autocomplete="off" onSubmit={send}>
			<TextArea label={label} value={text} rows={2} onChange={setText} />
			<p class="quiet">{help}</p>
			{acts.problem?.act === act && <Fault problem={acts.problem.problem} />}
			<p class="actions">
				<button type="submit" class="button" disabled={acts.busy !== undefined || text.trim() === ''}>
					{button}
				</button>
				{acts.busy === act && <span role="status">{words('making')}</span>}
			</p>
		</form>
	);
}
