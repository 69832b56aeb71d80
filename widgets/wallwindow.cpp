// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/wallwindow.h"

#include "widgets/cardview.h"
#include "widgets/multiview.h"
#include "widgets/theme.h"

#include <QEvent>
#include <QGuiApplication>
#include <QIcon>
#include <QKeyEvent>
#include <QScreen>

namespace twinfeed {

namespace {

constexpr int margin = theme::unit;
constexpr int leastCards = 176;

} // namespace

WallWindow::WallWindow(const ConsoleState &state, FrameSourceFactory frames, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_pictures(new MultiView(state, std::move(frames), this))
    , m_cards(new CardView(state, this))
{
    setWindowIcon(QIcon(QStringLiteral(":/icons/twinfeed.svg")));
    setMinimumSize(640, 480);
    retranslate();
}

void WallWindow::setChannel(const QString &channel)
{
    m_pictures->setChannel(channel);
    m_cards->setChannel(channel);
}

void WallWindow::setNext(std::optional<Source> next)
{
    m_pictures->setNext(next);
}

void WallWindow::poll()
{
    m_pictures->poll();
}

void WallWindow::showBeside(const QWidget &window)
{
    for (QScreen *screen : QGuiApplication::screens()) {
        if (screen == window.screen())
            continue;
        setGeometry(screen->geometry());
        showFullScreen();
        return;
    }
    resize(1280, 720);
    show();
    raise();
}

void WallWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_F11)
        setWindowState(windowState() ^ Qt::WindowFullScreen);
    else
        QWidget::keyPressEvent(event);
}

void WallWindow::resizeEvent(QResizeEvent *)
{
    const int inner = width() - 2 * margin;
    const int most = height() - 3 * margin - leastCards;
    // On a display that stands upright the tiles go one below the other.
    const bool upright = height() > width();
    const int pictures = std::min(upright ? height() / 2 : MultiView::heightFor(inner), most);
    m_pictures->setGeometry(margin, margin, inner, pictures);
    const int top = 2 * margin + pictures;
    m_cards->setGeometry(margin, top, inner, height() - top);
}

void WallWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void WallWindow::retranslate()
{
    setWindowTitle(tr("Wall - Twinfeed"));
}

} // namespace twinfeed
