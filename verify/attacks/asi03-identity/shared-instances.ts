import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { TenantEngine } from '../../../engine-adapter/embedded/tenant-engine';
import { retrieveJobHandler } from '../../../engine-adapter/workers/knowledge/retrieve-worker';
import type { Attack } from '../../attack';
import { documentAttack, type Library } from '../document-attack';
import { toProcess } from '../../range/process';

const secret = 'The bonus of the director is ten thousand.';
const board = ['group:board'];

/** An instance waits for a message, and searches with what it brings. */
const elements = (collection: string) => `<bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="wait"/>
<bpmn:intermediateCatchEvent id="wait"><bpmn:messageEventDefinition messageRef="go"/></bpmn:intermediateCatchEvent>
<bpmn:sequenceFlow id="f2" sourceRef="wait" targetRef="find"/>
<bpmn:serviceTask id="find"><bpmn:extensionElements><zeebe:taskDefinition type="troupe:retrieve" retries="1"/>
<zeebe:taskHeaders><zeebe:header key="collection" value="${collection}"/></zeebe:taskHeaders></bpmn:extensionElements></bpmn:serviceTask>
<bpmn:sequenceFlow id="f3" sourceRef="find" targetRef="end"/><bpmn:endEvent id="end"/>`;
const message = `<bpmn:message id="go" name="go"><bpmn:extensionElements><zeebe:subscription correlationKey="=order"/></bpmn:extensionElements></bpmn:message>`;

/** Attempts to have the instance of somebody else read what one may not read. */
export const sharedInstances: Attack[] = [
	documentAttack({
		id: 'ASI03.131',
		title: {
			en: 'A message asks as the person whose instance it reaches',
			pt: 'Uma mensagem pergunta como a pessoa cuja instância alcança',
		},
		tries:
			'An instance that a person of group:board started waits for a message. Somebody else publishes it, with a question of their own.',
		fix: 'Update Troupe.',
		aisvs: ['5.2.2'],
		async reach(library, isGuarded) {
			await library.ingest([{ id: 'bonus', text: secret, metadata: { readers: board } }]);
			const found = await searchByMessage(library, isGuarded ? ['person:bob'] : board);
			return found.includes(secret) ? 'The search found the document.' : undefined;
		},
	}),
];

async function searchByMessage({ name, host }: Library, publisher: string[]): Promise<string> {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const as = (startedBy: string, asker: string[]) =>
		new TenantEngine(engine, { tenantId: '<default>', tenants: 'every', startedBy, asker });
	try {
		await engine.deploy([{ name: 'process.bpmn', content: toProcess(elements(name), message) }]);
		await as('oidc:carol', board).start({ processId: 'attacked', variables: { order: 'A-1' } });
		const variables = { question: 'bonus of the director' };
		await as('oidc:bob', publisher).publishMessage({ name: 'go', correlationKey: 'A-1', variables });
		const [job] = await engine.activate('troupe:retrieve', { limit: 1, timeoutMs: 60_000 });
		return JSON.stringify(await retrieveJobHandler(host)(job!, AbortSignal.timeout(30_000)));
	} finally {
		await engine.close();
	}
}
