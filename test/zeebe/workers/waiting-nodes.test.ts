import { connectZeebe } from '../../../engine-adapter/zeebe/connect-zeebe';
import { describeWaiting } from '../../support/waiting/waiting.contract';
import { describeWithBroker } from '../broker/real-engine';

describeWithBroker('nodes that ask people', ({ address, restAddress }) => {
	describeWaiting('Zeebe 8.6', () => connectZeebe({ address, restAddress, onProblem: () => undefined }));
});
