import type { ComponentChildren } from 'preact';
import { call } from '../../api/call';
import { may } from '../../api/session';
import type { Page } from '../../api/use-pages';
import { useQuery } from '../../api/use-query';
import { Link } from '../../parts/link';
import { Status } from '../../parts/status';
import { pathOfRun, type Run, type ShownRun, tones } from './run';
import { RunLink } from './run-link';
import { runWords as words } from './run-words';
import { runsWords } from './runs-words';

export function RunLinks({ run: { runId, of, links, state } }: { run: ShownRun }) {
	const called = useQuery(`${runId} ${state}`, (signal) => call<Page<Run>>('GET runs', { query: { caller: runId, limit: 100 }, signal }));
	const { caller, execution, instance, element, workflow, channel, process, trace, key, evaluation, case: name, node, sandbox } = of;
	const rows: Array<[title: string, content: ComponentChildren | undefined]> = [
		[words('caller'), caller !== undefined && <Link to={pathOfRun(caller)}>{words('callerRun')}</Link>],
		[words('execution'), links?.execution === undefined ? execution : <Outside href={links.execution}>{execution}</Outside>],
		[words('workflow'), workflow],
		[words('process'), process],
		[
			words('instance'),
			instance !== undefined &&
				(may('process:read') ? <Link to={`processes/instances/${encodeURIComponent(instance)}`}>{instance}</Link> : instance),
		],
		[words('element'), element],
		[words('channel'), channel],
		...(
			[
				['evaluation', evaluation],
				['case', name],
				['node', node],
				['sandbox', sandbox],
				['key', key],
			] as const
		).map(([title, text]): [string, string | undefined] => [words(title), text]),
	];
	const others = [
		execution !== undefined && { to: `runs?period=ever&execution=${encodeURIComponent(execution)}`, text: words('executionRuns') },
		instance !== undefined && { to: `runs?period=ever&instance=${encodeURIComponent(instance)}`, text: words('instanceRuns') },
		trace !== undefined && { to: `runs?period=ever&trace=${encodeURIComponent(trace)}`, text: words('traceRuns') },
	].filter((one) => one !== false);
	return (
		<section class="card" aria-labelledby="belongs">
			<h2 id="belongs">{words('belongs')}</h2>
			<dl>
				{rows.map(
					([title, content]) =>
						content && (
							<div key={title} class="fact">
								<dt>{title}</dt>
								<dd>{content}</dd>
							</div>
						),
				)}
			</dl>
			{others.length > 0 && (
				<p class="links">
					{others.map(({ to, text }) => (
						<Link key={to} to={to}>
							{text}
						</Link>
					))}
				</p>
			)}
			<h3>{words('called')}</h3>
			{called.data?.items.length === 0 && <p class="quiet">{words('calledNone')}</p>}
			<ul class="lines">
				{called.data?.items.map((one) => (
					<li key={one.runId}>
						<RunLink run={one} /> <Status tone={tones[one.state]}>{runsWords(one.state)}</Status>
					</li>
				))}
			</ul>
		</section>
	);
}

/** n8n is another program: it gets nothing of this page. */
const Outside = ({ href, children }: { href: string; children: ComponentChildren }) => (
	<a href={href} target="_blank" rel="noreferrer noopener">
		{children}
	</a>
);
