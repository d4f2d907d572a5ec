import { useDiagram } from '../../../parts/use-diagram';
import { agentsWords as words } from '../agents-words';
import { readSteps } from './process-steps';
import { defineWords } from '../../../words/words';

export function ProcessPicture({ name, xml }: { name: string; xml: string }) {
	const { problem, places } = useDiagram(xml, nothing);
	const steps = readSteps(xml);
	// A step without a name shows its type.
	const nameOf = new Map(steps.map(({ id, name: title, type }) => [id, title === id ? readType(type) : title]));
	return (
		<figure class="process card">
			<figcaption>{words('process', name)}</figcaption>
			<div ref={places.canvas} class="canvas" hidden={problem !== undefined} />
			<div ref={places.legend} />
			<details hidden={problem !== undefined}>
				<summary>{words('outline')}</summary>
				<div ref={places.outline} />
			</details>
			<details hidden={problem !== undefined}>
				<summary>{words('diagramKeys')}</summary>
				<div ref={places.keys} />
			</details>
			<details open={problem !== undefined}>
				<summary>{words('steps')}</summary>
				<ol class="steps">
					{steps.map(({ id, type, name: title, next }) => (
						<li key={id} class={shapeOf(type)}>
							{nameOf.get(id)} {title !== id && <span class="quiet">{readType(type)}</span>}
							{next.length > 1 && (
								<ul>
									{next.map(({ by, to }, index) => (
										<li key={index}>
											{by && `${by}: `}
											{nameOf.get(to)}
										</li>
									))}
								</ul>
							)}
						</li>
					))}
				</ol>
			</details>
		</figure>
	);
}

/** The model does not run: its elements have nothing attached. */
const nothing = () => undefined;

const shapeOf = (type: string): string => (type.endsWith('Gateway') ? 'way' : type.endsWith('Event') ? 'event' : 'work');

const readType = (type: string): string => (isKnown(type) ? typeWords(type) : type);
const isKnown = (type: string): type is Parameters<typeof typeWords>[0] => types.has(type);

const english = {
	...{ startEvent: 'start event', endEvent: 'end event', boundaryEvent: 'boundary event' },
	...{ intermediateCatchEvent: 'catch event', intermediateThrowEvent: 'throw event' },
	...{ task: 'task', serviceTask: 'service task', userTask: 'user task', scriptTask: 'script task', manualTask: 'manual task' },
	...{ sendTask: 'send task', receiveTask: 'receive task', businessRuleTask: 'business rule task', callActivity: 'call activity' },
	...{ subProcess: 'subprocess', adHocSubProcess: 'ad-hoc subprocess', eventBasedGateway: 'event-based gateway' },
	...{ exclusiveGateway: 'exclusive gateway', parallelGateway: 'parallel gateway', inclusiveGateway: 'inclusive gateway' },
};
const types = new Set(Object.keys(english));
const typeWords = defineWords(english, {
	...{ startEvent: 'evento de início', endEvent: 'evento de fim', boundaryEvent: 'evento de borda' },
	...{ intermediateCatchEvent: 'evento de captura', intermediateThrowEvent: 'evento de lançamento' },
	...{ task: 'tarefa', serviceTask: 'tarefa de serviço', userTask: 'tarefa de usuário', scriptTask: 'tarefa de script' },
	...{ manualTask: 'tarefa manual', sendTask: 'tarefa de envio', receiveTask: 'tarefa de recebimento' },
	...{ businessRuleTask: 'tarefa de regra de negócio', callActivity: 'atividade de chamada' },
	...{ subProcess: 'subprocesso', adHocSubProcess: 'subprocesso ad hoc', eventBasedGateway: 'desvio por eventos' },
	...{ exclusiveGateway: 'desvio exclusivo', parallelGateway: 'desvio paralelo', inclusiveGateway: 'desvio inclusivo' },
});
