import { may } from '../../../api/session';
import { pathOf } from '../../../app/router';
import { CopyButton } from '../../../parts/copy-button';
import { Link } from '../../../parts/link';
import { Time } from '../../../parts/time';
import { formatCost } from '../../../words/format';
import type { WholeTalk } from './talk';
import { describeOutcome } from './why';
import { talkWords as words } from './talk-words';
import { talksWords } from '../talks-words';

export const TalkFacts = ({ talk }: { talk: WholeTalk }) => (
	<aside class="talk-facts">
		<section class="card">
			<h2>{words('facts')}</h2>
			<dl>
				<dt>{talksWords('channel')}</dt>
				<dd>{talk.channel}</dd>
				<dt>{talksWords('assignedTo')}</dt>
				<dd>{talk.assignedTo ?? '–'}</dd>
				{talk.sessionAgent !== null && talk.sessionVersion !== null && (
					<>
						<dt>{words('hasVersion')}</dt>
						<dd>
							{talk.sessionAgent.split('@')[0]} {talk.sessionVersion}
						</dd>
					</>
				)}
				<dt>{words('cost')}</dt>
				<dd>{talk.costUsd === null ? words('noPrice') : formatCost(talk.costUsd)}</dd>
				{talk.deals.map(({ account, id, state }) => (
					<>
						<dt>{words('deal')}</dt>
						<dd>
							{account} {id}: {state}
						</dd>
					</>
				))}
				<dt>{words('id')}</dt>
				<dd>
					<code>{talk.id}</code> <CopyButton text={talk.id} about={words('id')} />
				</dd>
			</dl>
		</section>
		<section class="card">
			<h2>{words('runs')}</h2>
			{talk.ranAs.length === 0 && <p class="quiet">{words('noRuns')}</p>}
			<ul class="talk-runs">
				{talk.ranAs.slice(0, 20).map((run) => (
					<li key={run.runId}>
						{may('run:read') ? <Link to={pathOf('runs', run.runId)}>{run.agent ?? run.runId}</Link> : <span>{run.agent ?? run.runId}</span>}{' '}
						{describeOutcome(run)} <Time at={run.startedAt} />
						{run.costUsd !== null && ` · ${formatCost(run.costUsd)}`}
					</li>
				))}
			</ul>
		</section>
	</aside>
);
