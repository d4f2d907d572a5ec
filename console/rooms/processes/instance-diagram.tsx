import { useEffect, useState } from 'preact/hooks';
import { callText } from '../../api/call';
import { may } from '../../api/session';
import { type Loaded, useQuery } from '../../api/use-query';
import { Cost } from '../../parts/cost';
import type { DiagramView } from '../../parts/diagram-view';
import { Fault } from '../../parts/fault';
import { useDiagram } from '../../parts/use-diagram';
import { formatCost } from '../../words/format';
import type { ElementCosts } from './instance-costs';
import type { InstancePartProps } from './instance-part';
import { instanceWords as words } from './instance-words';
import { InstanceReplay } from './instance-replay';
import type { LiveTokens } from './live-tokens';
import { replayTo } from './replay-moments';
import { most } from './use-instance';
import { useReplay } from './use-replay';

/** The model with tokens, incidents and agents, and on demand the cost of each element. */
export function InstanceDiagram({
	shown,
	element,
	select,
	tokens,
	costs,
}: InstancePartProps & { tokens: LiveTokens; costs: Loaded<ElementCosts> }) {
	const { instance, agents, flows, elements } = shown;
	const key = instance.processDefinitionKey;
	const model = useQuery(key, (signal) => callText(`GET /v2/process-definitions/${encodeURIComponent(key)}/xml`, signal));
	const [isHot, setHot] = useState(false);
	const { view, problem, places } = useDiagram(model.data, select);
	const { replay, begin } = useReplay(elements);
	const statuses = Object.fromEntries(
		agents.filter(({ status }) => status !== 'COMPLETED').map(({ elementId, status }) => [elementId, sayStatus(status)]),
	);
	useEffect(() => {
		if (!view || replay) return;
		// Bypasses the page: an event changes one badge without a redraw.
		const show = (changed?: Iterable<string>) => {
			const ids = changed ?? new Set([...tokens.elements, ...Object.keys(statuses)]);
			const values = [...ids].map((id) => [id, { ...tokens.get(id), status: statuses[id] }] as const);
			view.setTokens(Object.fromEntries(values), { isWhole: changed === undefined });
		};
		show();
		return tokens.subscribe(show);
	}, [view, tokens, JSON.stringify(statuses), replay === undefined]);
	useEffect(() => (replay ? undefined : view?.setTaken(flows)), [view, flows.join(' '), replay === undefined]);
	useEffect(() => (replay ? undefined : view?.select(element)), [view, element, replay === undefined]);
	useEffect(() => {
		if (!view || !replay) return;
		const { moments, position } = replay;
		const taken = new Set(flows);
		const state = replayTo(
			position,
			moments,
			view.listFlows().filter(({ id }) => taken.has(id)),
		);
		view.setTokens(state.tokens, { isWhole: true });
		view.setTaken(state.flows);
		view.select(moments[position - 1]?.elementId);
	}, [view, replay?.moments, replay?.position]);
	const heat = isHot && costs.data ? costs.data.items.filter(({ group, calls }) => group.element && calls > 0) : undefined;
	useEffect(() => {
		const values = heat && Object.fromEntries(heat.map(({ group, costUsd }) => [group.element!, costUsd]));
		view?.setHeat(values ?? null, { format: formatCost, label: words('cost') });
	}, [view, JSON.stringify(heat)]);
	return (
		<section class="card diagram" aria-labelledby="diagram">
			<div class="diagram-head">
				<h2 id="diagram">{words('diagram')}</h2>
				{may('usage:read') && (
					<label class="check">
						<input type="checkbox" checked={isHot} onChange={({ currentTarget }) => setHot(currentTarget.checked)} /> {words('heat')}
					</label>
				)}
			</div>
			{model.problem && <Fault problem={model.problem} retry={model.reload} />}
			{problem !== undefined && <p class="quiet">{words('noDiagram', problem)}</p>}
			{view && (
				<div class="diagram-head">
					<Zoom view={view} />
					{!replay && elements.length > 0 && (
						<button type="button" class="button" onClick={begin}>
							{words('replay')}
						</button>
					)}
				</div>
			)}
			{view && replay && <InstanceReplay replay={replay} isCut={elements.length >= most} />}
			<div ref={places.canvas} class="canvas" hidden={problem !== undefined} />
			<div ref={places.legend} />
			{isHot && costs.data && <HeatSum costs={costs.data} />}
			<details hidden={problem !== undefined}>
				<summary>{words('outline')}</summary>
				<div ref={places.outline} />
			</details>
			<details hidden={problem !== undefined}>
				<summary>{words('keys')}</summary>
				<div ref={places.keys} />
			</details>
		</section>
	);
}

function HeatSum({ costs: { items, total } }: { costs: ElementCosts }) {
	if (!total) return null;
	const besides = items.find(({ group }) => !group.element)?.costUsd ?? 0;
	return (
		<p class="heat-sum">
			{words('sum')}:{' '}
			<strong>
				<Cost usd={total.costUsd} />
			</strong>
			{besides > 0 && (
				<>
					{' '}
					({words('unknownElement')}: <Cost usd={besides} />)
				</>
			)}
		</p>
	);
}

const Zoom = ({ view }: { view: DiagramView }) => (
	<p class="actions" role="group" aria-label={words('zoom')}>
		<button type="button" class="button" aria-label={words('zoomIn')} onClick={() => view.zoom('in')}>
			+
		</button>
		<button type="button" class="button" aria-label={words('zoomOut')} onClick={() => view.zoom('out')}>
			−
		</button>
		<button type="button" class="button" onClick={() => view.zoom('fit')}>
			{words('zoomFit')}
		</button>
	</p>
);

const statuses = ['THINKING', 'TOOL_CALLING', 'IDLE', 'INITIALIZING', 'TOOL_DISCOVERY', 'FAILED'] as const;

function sayStatus(status: string): string {
	const known = statuses.find((one) => one === status);
	return known ? words(known) : status;
}
