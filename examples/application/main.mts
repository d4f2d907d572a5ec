// Uploads a handbook, asks an agent, lets a person approve what it wants to do, and reads what it cost.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readUsage, searchCollection, Troupe, TroupeError, uploadDocument } from 'troupe-client';

const [file, agent, question] = process.argv.slice(2);
if (!file || !agent || !question) throw new Error('Usage: node main.mts HANDBOOK AGENT QUESTION');
const url = process.env.TROUPE_URL ?? 'http://127.0.0.1:8600';
/** The application, and the person who approves: whoever asked an agent does not approve what it does. */
const troupe = new Troupe({ url, key: process.env.TROUPE_KEY! });
const desk = new Troupe({ url, key: process.env.TROUPE_DESK_KEY! });

try {
	const collection = 'handbook';
	const content = (await readFile(file)).toString('base64');
	const body = { name: basename(file), content };
	const onProgress = ({ done, total }: { done: number; total?: number }) => console.error(`${done} of ${total} chunks embedded`);
	const stored = await troupe.callInBackground(uploadDocument, { path: { collection }, body }, { onProgress });
	console.log(`${stored.id}: ${stored.state}`);
	const { hits } = await troupe.call(searchCollection, { path: { collection }, body: { question, top: 1 } });
	console.log(`${hits.length} passage found`);

	const steps = troupe.stream(agent, { message: question });
	let step = await steps.next();
	for (; !step.done; step = await steps.next()) {
		if (step.value.kind === 'tool-started') console.log(`${agent} calls ${step.value.tool}`);
		if (step.value.kind === 'model-part') process.stdout.write(step.value.text!);
	}
	let answer = step.value;
	console.log();

	if (answer.state === 'waiting') {
		const { pending } = await desk.read(answer.runId);
		const decisions = pending!.map(({ id, viewSha256 }) => ({ id: String(id), viewSha256: String(viewSha256), approved: true }));
		console.log(`approved: ${pending!.map(({ tool }) => tool).join(', ')}`);
		answer = await desk.resume(answer.runId, decisions);
		console.log(answer.reply);
	}

	const { total } = await desk.call(readUsage, { query: { by: ['agent'] } });
	console.log(`${answer.outcome}; all agents together: ${total?.calls ?? 0} calls of models`);
} catch (error) {
	if (!(error instanceof TroupeError)) throw error;
	console.error(`${error.code}: ${error.message} ${error.fix ?? ''} ${error.runId ?? ''}`);
	process.exitCode = 1;
}
