import { describeWithBroker } from '../broker/real-engine';
import { runHandOverProcess } from './hand-over-process';

describeWithBroker('a hand-over on Zeebe 8.6.0', (broker) => {
	test('silences the agent, and goes on when no person answers', () => runHandOverProcess(broker));
});
