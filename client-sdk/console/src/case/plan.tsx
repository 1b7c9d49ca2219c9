// The tasks of a plan, while it is written.
import { useSay } from '../language';
import { Button } from '../parts/basics';
import { FieldOf, type Values } from '../parts/form';
import { type PlannedTask, planOf } from './actions';

export function Plan({ values, change, units }: { values: Values; change(changes: Values): void; units: ReadonlyArray<{ id: string; name: string }> }) {
  const say = useSay();
  const tasks = planOf(values);
  const rows = tasks.length ? tasks : [{ title: '', unit: '', due: '', budget: '' }];
  const put = (next: PlannedTask[]) => change({ plan: JSON.stringify(next) });
  return (
    <fieldset className="rows">
      <legend>{say('任务', 'Tasks')}</legend>
      {rows.map((task, at) => (
        <div key={at} className="row">
          <FieldOf field={{ name: `title${at}`, label: say(`任务 ${at + 1}`, `Task ${at + 1}`), kind: 'text', most: 200 }} value={task.title} change={(value) => put(rows.map((one, other) => (other === at ? { ...one, title: String(value) } : one)))} />
          <FieldOf field={{ name: `unit${at}`, label: say('承办单位', 'Unit'), kind: 'select', choices: units }} value={task.unit} change={(value) => put(rows.map((one, other) => (other === at ? { ...one, unit: String(value) } : one)))} />
          <FieldOf field={{ name: `due${at}`, label: say('期限', 'Due'), kind: 'date' }} value={task.due} change={(value) => put(rows.map((one, other) => (other === at ? { ...one, due: String(value) } : one)))} />
          <FieldOf field={{ name: `budget${at}`, label: say('预算（元）', 'Budget (yuan)'), kind: 'yuan', optional: true }} value={task.budget} change={(value) => put(rows.map((one, other) => (other === at ? { ...one, budget: String(value) } : one)))} />
          {rows.length > 1 ? <Button look="quiet" aria-label={say(`删除任务 ${at + 1}`, `Remove task ${at + 1}`)} onPress={() => put(rows.filter((_, other) => other !== at))}>✕</Button> : null}
        </div>
      ))}
      <Button onPress={() => put([...rows, { title: '', unit: '', due: '', budget: '' }])}>{say('增加任务', 'Add a task')}</Button>
    </fieldset>
  );
}
