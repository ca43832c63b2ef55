// Two applications behind one page: the office, and the device of somebody invited to a ceremony, which loads little and
// asks for no account.
import '@/ui/tokens.css';
import '@/ui/base.css';

if (window.location.pathname === '/join') void import('@/app/join');
else void import('@/app/office');
