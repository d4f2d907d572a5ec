import type { BpmnEngineOptions, Engine as EngineClass } from 'bpmn-engine';
import { brought, createModel, shapes, variables, type Contender, type Shape } from './contender';
import { fromCheckout } from './from-checkout';

type Source = NonNullable<BpmnEngineOptions['sourceContext']>;

/** Prepares a model as the library does, once instead of for every instance. */
interface SourceReader {
	_serializeSource(source: string): Promise<Source>;
}

/** bpmn-engine in memory at full speed: models are parsed once, and its services return immediately, as our worker's handler does. */
export async function openBpmnEngine(): Promise<Contender> {
	const { Engine } = fromCheckout('bpmn-engine') as { Engine: typeof EngineClass };
	const services = {
		work: (_scope: unknown, answer: (error: null, result: object) => void) => void Promise.resolve().then(() => answer(null, brought)),
	};
	const sources = new Map<Shape, Source>();
	for (const shape of shapes) {
		const reader = new Engine() as unknown as SourceReader;
		sources.set(shape, await reader._serializeSource(servedBy(createModel(shape).content)));
	}
	return {
		name: 'bpmn-engine',
		async runInstance(shape) {
			const engine = new Engine({ name: `chain-${shape}`, sourceContext: sources.get(shape), services, variables });
			const ended = engine.waitFor('end');
			await engine.execute();
			await ended;
		},
		close: async () => undefined,
	};
}

/** A service task of bpmn-engine names its service in its own attribute. */
const servedBy = (content: string): string =>
	content.replaceAll('<bpmn:serviceTask ', '<bpmn:serviceTask implementation="${environment.services.work}" ');
