import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApprovalRules } from '../../core/agents/approvals/approval-rules';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { openAgentWorker } from '../../engine-adapter/workers/agent-worker';
import { openRememberWorker } from '../../engine-adapter/workers/knowledge/remember-worker';
import { clerk, requireHarmless } from './agent-stage';
import { type ObedientModel, startObedientModel } from './obedient-model';
import type { OrderedCall } from './orders';
import { openRangeHost } from './range-host';
import type { Range } from './range';
import { type Answers, createWeb, type Web } from './web';

interface ProcessScene {
	/** The elements of the process. */
	elements: string;
	/** Fields of the definitions, by the id of the agent. */
	agents: Record<string, object>;
	approvals?: ApprovalRules;
	answers?: Answers;
	does?: OrderedCall[];
	says?: string;
}

/** Runs a process whose agents have a model that obeys everybody. */
export async function withProcess<Result>(
	range: Range,
	{ elements, agents, approvals = {}, answers = {}, does = [], says }: ProcessScene,
	work: (engine: EmbeddedEngine, web: Web) => Promise<Result>,
): Promise<Result> {
	await requireHarmless(range);
	const model = await range.once<ObedientModel>('model', startObedientModel, (opened) => opened.close());
	model.prepare(does, says);
	const folder = range.createFolder();
	for (const [id, changes] of Object.entries(agents)) {
		mkdirSync(join(folder, id));
		writeFileSync(join(folder, id, 'agent.json'), JSON.stringify({ ...clerk, id, ...changes }));
	}
	const web = createWeb(answers);
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	try {
		await engine.deploy([{ name: 'process.bpmn', content: toProcess(elements) }]);
		const providers = { openai: { apiKey: 'sk-fake', baseUrl: model.baseUrl } };
		const host = { ...(await openRangeHost(range)), agentFolders: [folder], providers, outside: web.fetch };
		await openAgentWorker(engine, { ...host, unlistedAgents: 'allow', approvals });
		await openRememberWorker(engine, host);
		return await work(engine, web);
	} finally {
		await engine.close();
	}
}

/** A task of an agent. @param mappings of its input */
export const agentTask = (id: string, agent: string, mappings = '') => `<bpmn:serviceTask id="${id}"><bpmn:extensionElements>
<zeebe:taskDefinition type="troupe:agent" retries="1"/><zeebe:taskHeaders><zeebe:header key="agent" value="${agent}"/></zeebe:taskHeaders>
<zeebe:ioMapping>${mappings}</zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>`;

/** Returns the document of the process `attacked`. @param definitions beside the process, such as messages */
export const toProcess = (elements: string, definitions = '') => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="x">
<bpmn:process id="attacked" isExecutable="true">${elements}</bpmn:process>${definitions}</bpmn:definitions>`;
