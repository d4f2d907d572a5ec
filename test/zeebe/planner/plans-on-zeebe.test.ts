import { describeWithBroker } from '../broker/real-engine';
import { describePlans } from './plans';

describeWithBroker('plans on Zeebe 8.6.0', (broker) => describePlans(broker));
