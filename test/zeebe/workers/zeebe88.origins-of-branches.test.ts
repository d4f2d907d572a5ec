import { waysToEndClean } from '../../support/processes/branches-that-read';
import { describeWithZeebe88 } from '../broker/real-engine';
import { expectPoisonToStay } from './origins-of-branches';

describeWithZeebe88('origins of branches on Zeebe 8.8', (engine) => {
	test.each(waysToEndClean)('what was poisoned stays so after %s that read nothing', (_way, parts) => expectPoisonToStay(engine, parts));
});
