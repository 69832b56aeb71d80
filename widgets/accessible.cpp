// SPDX-FileCopyrightText: The Twinfeed authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/accessible.h"

#include "widgets/videotile.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace twinfeed::accessible {

namespace {

class TileInterface final : public QAccessibleWidget
{
public:
    explicit TileInterface(VideoTile *tile)
        : QAccessibleWidget(tile)
        , m_tile(tile)
    {
    }
    QAccessible::Role role() const override
    {
        return m_tile->isPressable() ? QAccessible::Button : QAccessible::Graphic;
    }
    QStringList actionNames() const override
    {
        QStringList names = QAccessibleWidget::actionNames();
        if (m_tile->isPressable())
            names.prepend(pressAction());
        return names;
    }
    void doAction(const QString &name) override
    {
        if (name == pressAction() && m_tile->isPressable())
            Q_EMIT m_tile->pressed();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    VideoTile *m_tile; ///< whose interface this is: outlives it
};

QAccessible::Role roleOf(const QString &className)
{
    struct Known
    {
        const char *name;
        QAccessible::Role role;
    };
    static constexpr Known known[]{{"twinfeed::SoundMeter", QAccessible::Indicator},
                                   {"twinfeed::StateCell", QAccessible::StaticText},
                                   {"twinfeed::SealLamp", QAccessible::Indicator},
                                   {"twinfeed::ConnectionLamp", QAccessible::Indicator},
                                   {"twinfeed::WallClock", QAccessible::Clock},
                                   {"twinfeed::TrendChart", QAccessible::Chart}};
    for (const Known &one : known) {
        if (className == QLatin1String(one.name))
            return one.role;
    }
    return QAccessible::NoRole;
}

QAccessibleInterface *make(const QString &className, QObject *object)
{
    auto *widget = qobject_cast<QWidget *>(object);
    if (!widget)
        return nullptr;
    if (auto *tile = qobject_cast<VideoTile *>(widget);
        tile && className == QLatin1String("twinfeed::VideoTile"))
        return new TileInterface(tile);
    const QAccessible::Role role = roleOf(className);
    return role == QAccessible::NoRole ? nullptr : new QAccessibleWidget(widget, role);
}

} // namespace

void install()
{
    QAccessible::installFactory(make);
}

} // namespace twinfeed::accessible
