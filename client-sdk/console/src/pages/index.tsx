// Which page an address is.
import { useItems } from '../app';
import { CasePage } from '../case/page';
import { MergePage } from '../case/merge';
import { useSay } from '../language';
import { Empty } from '../parts/basics';
import { usePlace } from '../router';
import { BallotPage } from './ballot';
import { AnnounceBallotPage, BallotsPage } from './ballots';
import { CasesPage } from './cases';
import { CodesPage } from './codes';
import { ConsultationPage } from './consultation';
import { DashboardPage } from './dashboard';
import { DeliveryPage } from './delivery';
import { ExpertsPage, MyReviewsPage } from './experts';
import { FigurePage } from './figure';
import { LooksPage } from './looks';
import { LogPage } from './log';
import { MeetingPage } from './meeting';
import { AnnounceMeetingPage, MeetingsPage } from './meetings';
import { MinutesPage } from './minutes';
import { ModerationPage } from './moderation';
import { MonthsPage } from './months';
import { PeoplePage } from './people';
import { PhrasesPage } from './phrases';
import { QueuePage } from './queue';
import { ReportPage } from './report';
import { ResidentsPage } from './residents';
import { RoundPage } from './round';
import { RoundsPage, StartRoundPage } from './rounds';
import { SchedulesPage } from './schedules';
import { ScreenPage } from './screen';
import { SettingsPage } from './settings';
import { SupervisionsPage } from './supervisions';
import { TemplatePage } from './template';
import { WhatIfPage } from './what-if';

export function Page() {
  const say = useSay();
  const items = useItems();
  const { parts } = usePlace();
  const [first = items[0]?.to.slice(1) ?? '', id, third] = parts;
  switch (first) {
    case 'dashboard': return <DashboardPage />;
    case 'figures': return id ? <FigurePage key={id} id={id} /> : <DashboardPage />;
    case 'report': return <ReportPage />;
    case 'what-if': return <WhatIfPage />;
    case 'queue': return <QueuePage />;
    case 'cases': return !id ? <CasesPage /> : third === 'merge' ? <MergePage key={id} id={id} /> : <CasePage key={id} id={id} />;
    case 'supervisions': return <SupervisionsPage />;
    case 'moderation': return <ModerationPage />;
    case 'rounds': return !id ? <RoundsPage /> : id === 'new' ? <StartRoundPage /> : id === 'template' ? <TemplatePage /> : <RoundPage key={id} id={id} />;
    case 'consultations': return id ? <ConsultationPage key={id} id={id} /> : <RoundsPage />;
    case 'ballots': return !id ? <BallotsPage /> : id === 'new' ? <AnnounceBallotPage /> : <BallotPage key={id} id={id} />;
    case 'meetings': return !id ? <MeetingsPage /> : id === 'new' ? <AnnounceMeetingPage /> : third === 'screen' ? <ScreenPage key={id} id={id} />
      : third === 'minutes' ? <MinutesPage key={id} id={id} /> : <MeetingPage key={id} id={id} />;
    case 'experts': return <ExpertsPage />;
    case 'reviews': return <MyReviewsPage />;
    case 'residents': return <ResidentsPage />;
    case 'people': return <PeoplePage />;
    case 'months': return <MonthsPage />;
    case 'reports': return <SchedulesPage />;
    case 'codes': return <CodesPage />;
    case 'delivery': return <DeliveryPage />;
    case 'phrases': return <PhrasesPage />;
    case 'log': return <LogPage />;
    case 'looks': return <LooksPage />;
    case 'settings': return <SettingsPage />;
    default: return <Empty>{say('没有这个页面。', 'There is no such page.')}</Empty>;
  }
}
