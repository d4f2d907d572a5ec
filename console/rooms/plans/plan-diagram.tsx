import { downloadText } from '../../parts/download-text';
import { useDiagram } from '../../parts/use-diagram';
import { type Plan, readModel } from './plan';
import { plansWords as words } from './plans-words';

export function PlanDiagram({ plan }: { plan: Plan }) {
	const model = readModel(plan);
	const { problem, places } = useDiagram(model, () => undefined);
	const isShown = model !== undefined && problem === undefined;
	return (
		<section class="card diagram" aria-labelledby="diagram">
			<div class="diagram-head">
				<h2 id="diagram">{words('diagram')}</h2>
				{model !== undefined && (
					<button type="button" class="button" onClick={() => downloadText(`${plan.tree?.id ?? plan.id}.bpmn`, model)}>
						{words('download')}
					</button>
				)}
			</div>
			{model === undefined && <p class="quiet">{words('noDiagram')}</p>}
			{problem !== undefined && <p class="quiet">{words('cannotDraw', problem)}</p>}
			<div ref={places.canvas} class="canvas" hidden={!isShown} />
			<div ref={places.legend} />
			<details hidden={!isShown}>
				<summary>{words('outline')}</summary>
				<div ref={places.outline} />
			</details>
			<details hidden={!isShown}>
				<summary>{words('keys')}</summary>
				<div ref={places.keys} />
			</details>
		</section>
	);
}
