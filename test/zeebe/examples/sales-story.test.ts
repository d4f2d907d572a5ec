import { describeStory } from '../../stories/uat/describe-story';
import { ZeebeStory } from '../../stories/uat/hosts/zeebe-story';
import { describeWithBroker } from '../broker/real-engine';

describeWithBroker('on Zeebe 8.6.0', (broker) => {
	describeStory('the sales story, answered by a process', new ZeebeStory(broker));
});
