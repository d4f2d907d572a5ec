import { type ModelPart, serviceTask } from '../../model-builder';
import { inTurn } from '../shapes';
export const [a, b, c] = ['a', 'b', 'c'].map((id) => serviceTask(id)) as [ModelPart, ModelPart, ModelPart];
export const abc = inTurn(['a', 'b', 'c'], a, b, c);
export const twoItems = { inputCollection: '=[1, 2]', inputElement: 'item' };
