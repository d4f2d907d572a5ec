import { describeWithZeebe88 } from '../broker/real-engine';
import { runHandOverProcess } from './hand-over-process';

describeWithZeebe88('a hand-over on Zeebe 8.8', (engine) => {
	test('silences the agent, and goes on when no person answers', () => runHandOverProcess(engine));
});
