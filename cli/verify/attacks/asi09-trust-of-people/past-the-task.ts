import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApprovalRules } from '../../../../core/agents/approval-rules';
import type { EmbeddedEngine } from '../../../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../../../engine-adapter/embedded/open-embedded-engine';
import { openAgentWorker } from '../../../../engine-adapter/workers/agent-worker';
import { type Attack, held, type Observation, open } from '../../attack';
import { clerk } from '../../range/agent-stage';
import { type ObedientModel, startObedientModel } from '../../range/obedient-model';
import { openRangeHost } from '../../range/range-host';
import type { Range } from '../../range/range';
import { createWeb } from '../../range/web';

const maxMs = 30_000;
const transfer = {
	...{ kind: 'http', name: 'transfer', description: 'Transfers money.', method: 'POST', url: 'https://bank.example/transfers' },
	parameters: { type: 'object', properties: { amount: { type: 'number' } } },
};

/** An agent task, and a user task of others that leads back to it while a person has to decide. */
const process = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="x">
<bpmn:process id="transfers" isExecutable="true"><bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="agent"/>
<bpmn:serviceTask id="agent"><bpmn:extensionElements><zeebe:taskDefinition type="troupe:agent" retries="1"/>
<zeebe:taskHeaders><zeebe:header key="agent" value="${clerk.id}"/></zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:sequenceFlow id="f2" sourceRef="agent" targetRef="waits"/><bpmn:exclusiveGateway id="waits" default="f5"/>
<bpmn:sequenceFlow id="f3" sourceRef="waits" targetRef="decide"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=outcome = "needs-human"</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:userTask id="decide"><bpmn:extensionElements><zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="approvers"/></bpmn:extensionElements></bpmn:userTask>
<bpmn:sequenceFlow id="f4" sourceRef="decide" targetRef="agent"/><bpmn:sequenceFlow id="f5" sourceRef="waits" targetRef="end"/><bpmn:endEvent id="end"/>
</bpmn:process></bpmn:definitions>`;

/** Approvals by whoever may change a process. */
export const pastTheTask: Attack[] = [
	{
		...{ id: 'ASI09.86', fix: 'Remove own=allow from TROUPE_APPROVALS.', aisvs: ['9.2.1', '9.2.8'] },
		title: { en: 'Who starts a process approves past its user task', pt: 'Quem inicia um processo aprova sem passar pela user task' },
		tries: 'A key starts a process, sets the variable "decisions", and moves the instance past the task of the approvers.',
		play: (range) => approve(range, {}),
		control: (range) => approve(range, { own: 'allow' }),
	},
];

async function approve(range: Range, approvals: ApprovalRules): Promise<Observation> {
	const model = await range.once<ObedientModel>('model', startObedientModel, (opened) => opened.close());
	model.prepare([{ name: 'transfer', input: { amount: 9999 } }]);
	const agents = range.createFolder();
	mkdirSync(join(agents, clerk.id));
	writeFileSync(join(agents, clerk.id, 'agent.json'), JSON.stringify({ ...clerk, tools: { define: [transfer] } }));
	const web = createWeb({});
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	try {
		await engine.deploy([{ name: 'transfers.bpmn', content: process }]);
		const providers = { openai: { apiKey: 'sk-fake', baseUrl: model.baseUrl } };
		const host = { ...(await openRangeHost(range)), agentFolders: [agents], providers, outside: web.fetch };
		await openAgentWorker(engine, { ...host, unlistedAgents: 'allow', approvals });
		const { instanceKey } = await engine.start({
			...{ processId: 'transfers', variables: { message: 'Where is my order A-1?' }, startedBy: 'oidc:eve' },
		});
		const first = await awaitTask(engine, instanceKey);
		const [{ id }] = first!.variables.pending as [{ id: string }];
		await engine.setVariables(instanceKey, { decisions: [{ id, approved: true }] });
		await engine.modify(instanceKey, { activate: [{ elementId: 'agent' }] });
		const isMade = () => web.find('POST https://bank.example').length > 0;
		const again = await awaitTask(engine, instanceKey, { except: first!.key, isMade });
		return isMade() ? open('The transfer was made.') : held(`The decision did not count: ${String(again?.variables.decisionRefused)}`);
	} finally {
		await engine.close();
	}
}

/** Waits for the next user task. Returns nothing where the transfer is made instead. */
async function awaitTask(
	engine: EmbeddedEngine,
	instanceKey: string,
	{ except, isMade }: { except?: string; isMade?: () => boolean } = {},
) {
	for (const end = Date.now() + maxMs; Date.now() < end; await wait(50)) {
		const task = (await engine.searchUserTasks({ instanceKey })).find(({ key }) => key !== except);
		if (task) return task;
		if (isMade?.()) return undefined;
	}
	throw new Error(`The process has not come to its user task within ${maxMs / 1000} s.`);
}
