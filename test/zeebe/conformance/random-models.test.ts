import { describeRandomModels } from './random-models';
import { describeWithBroker } from '../broker/real-engine';

describeWithBroker('random processes on the embedded engine and on Zeebe 8.6.0', (broker) => describeRandomModels(broker, '8.6', 50));
