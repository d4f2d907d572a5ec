import { useEffect, useRef, useState } from 'preact/hooks';
import { callText } from '../../api/call';
import { may } from '../../api/session';
import { useQuery } from '../../api/use-query';
import { Fault } from '../../parts/fault';
import { toProblem } from '../../api/problem';
import { formatCost } from '../../words/format';
import { language } from '../../words/language';
import type { DiagramView } from './diagram-view';
import { useCosts } from './instance-costs';
import type { InstancePartProps } from './instance-part';
import { instanceWords as words } from './instance-words';
import type { TokenCounts } from './token-counts';

/** The model of an instance with its tokens, incidents and agents, and on demand with what each element has cost. */
export function InstanceDiagram({ shown, element, select, tokens }: InstancePartProps & { tokens: TokenCounts }) {
	const { instance, agents, elements, flows } = shown;
	const key = instance.processDefinitionKey;
	const model = useQuery(key, (signal) => callText(`GET /v2/process-definitions/${encodeURIComponent(key)}/xml`, signal));
	const [isHot, setHot] = useState(false);
	const costs = useCosts(instance.processInstanceKey, isHot, `${elements.length} ${instance.state}`);
	const { view, problem, places } = useDiagram(model.data, select);
	const statuses = Object.fromEntries(
		agents.filter(({ status }) => status !== 'COMPLETED').map(({ elementId, status }) => [elementId, sayStatus(status)]),
	);
	useEffect(() => {
		const ids = new Set([...Object.keys(tokens), ...Object.keys(statuses)]);
		view?.setTokens(Object.fromEntries([...ids].map((id) => [id, { ...tokens[id], status: statuses[id] }])));
	}, [view, JSON.stringify([tokens, statuses])]);
	useEffect(() => view?.setTaken(flows), [view, flows.join(' ')]);
	useEffect(() => view?.select(element), [view, element]);
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
			{problem !== undefined && <p class="quiet">{problem}</p>}
			<div ref={places.canvas} class="canvas" hidden={problem !== undefined} />
			<div ref={places.legend} />
			{isHot && costs.data?.total && (
				<p>
					{words('sum')}: <strong>{formatCost(costs.data.total.costUsd)}</strong>
				</p>
			)}
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

const statuses = ['THINKING', 'TOOL_CALLING', 'IDLE', 'INITIALIZING', 'TOOL_DISCOVERY', 'FAILED'] as const;

function sayStatus(status: string): string {
	const known = statuses.find((one) => one === status);
	return known ? words(known) : status;
}

/** Draws the model once it is there; in the language of the page. */
function useDiagram(xml: string | undefined, select: (element: string) => void) {
	const places = {
		canvas: useRef<HTMLDivElement>(null),
		outline: useRef<HTMLDivElement>(null),
		legend: useRef<HTMLDivElement>(null),
		keys: useRef<HTMLDivElement>(null),
	};
	const [view, setView] = useState<DiagramView>();
	const [problem, setProblem] = useState<string>();
	const current = useRef(select);
	current.current = select;
	useEffect(() => {
		if (xml === undefined) return;
		let isGone = false;
		let opened: DiagramView | undefined;
		const open = async () => {
			const { openDiagram } = await import('./diagram-view');
			const { canvas, outline, legend, keys } = places;
			const elements = { canvas: canvas.current!, outline: outline.current!, legend: legend.current!, keys: keys.current! };
			if (isGone) return;
			opened = await openDiagram(xml, elements, { language: language.value, onSelect: (id) => current.current(id) });
			if (isGone) opened.close();
			else setView(opened);
		};
		open().catch((fault: unknown) => setProblem(words('noDiagram', toProblem(fault).message)));
		return () => {
			isGone = true;
			setView(undefined);
			opened?.close();
		};
	}, [xml, language.value]);
	return { view, problem, places };
}
