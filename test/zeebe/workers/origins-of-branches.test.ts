import { waysToEndClean } from '../../support/processes/branches-that-read';
import { describeWithBroker } from '../broker/real-engine';
import { expectPoisonToStay } from './origins-of-branches';

describeWithBroker('origins of branches on Zeebe 8.6.0', (engine) => {
	test.each(waysToEndClean)('what was poisoned stays so after %s that read nothing', (_way, parts) => expectPoisonToStay(engine, parts));
});
