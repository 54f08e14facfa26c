import { useQuestion } from '../../host/useQuestion.ts';

export function TowerWorkspace() {
  const kpis = useQuestion('tower.kpis', {}, { refreshOn: ['changed'], everyMs: 1000 });
  return (
    <ul>
      {kpis.answer?.map((kpi) => (
        <li key={kpi.id}>
          {kpi.label} {kpi.value}
        </li>
      ))}
    </ul>
  );
}
