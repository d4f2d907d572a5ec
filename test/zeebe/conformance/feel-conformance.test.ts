import { describeOutcomes } from './feel-outcomes';
import { describeWithBroker } from '../broker/real-engine';

describeWithBroker('FEEL on Zeebe 8.6.0', (broker) => describeOutcomes(broker, '8.6'));
